// The only door between the window and the main process: one typed function per channel.
export {};
