/** The module of an application, which pages import as `nest new` names it. */
export class AppModule {}
