// The application that nest add finds.
export class AppModule {}
