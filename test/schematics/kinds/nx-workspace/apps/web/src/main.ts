export const page = 'not of Nest';
