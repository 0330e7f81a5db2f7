export const ALLOWED_ORIGINS = ['https://app.example.com'];
