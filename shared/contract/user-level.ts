// Without zod, because the tray's icon would wait for it.

/** The project that stands for the home folder. */
export const USER_LEVEL = 'user';
