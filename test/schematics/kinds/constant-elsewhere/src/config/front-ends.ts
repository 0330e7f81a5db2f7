export const FRONT_ENDS = Object.freeze({
  web: ['https://app.example.com', `https://admin.example.com`],
});
