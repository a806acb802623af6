"""Colours on the X screen, for what is too quick for a picture of it."""

import ctypes
import threading
import time


class Colours:
    """The colours that one pixel of the screen takes, looked at about a thousand times a second."""

    def __init__(self):
        self.stopped = threading.Event()
        self.seen = []
        self.thread = None

    def watch(self, x, y):
        self.stopped.clear()
        self.seen = []
        ready = threading.Event()
        self.thread = threading.Thread(target=self.look, args=(x, y, ready), daemon=True)
        self.thread.start()
        ready.wait(5)

    def stop(self):
        self.stopped.set()
        self.thread.join()
        return self.seen

    def look(self, x, y, ready):
        x11 = ctypes.CDLL('libX11.so.6')
        x11.XOpenDisplay.restype = x11.XGetImage.restype = ctypes.c_void_p
        x11.XDefaultRootWindow.restype = x11.XGetPixel.restype = ctypes.c_ulong
        x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        x11.XGetImage.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int, ctypes.c_uint, ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
        x11.XGetPixel.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
        x11.XDestroyImage.argtypes = x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
        display = x11.XOpenDisplay(None)
        root = x11.XDefaultRootWindow(display)
        while not self.stopped.is_set():
            image = x11.XGetImage(display, root, x, y, 1, 1, 0xFFFFFFFF, 2)
            colour = f'#{x11.XGetPixel(image, 0, 0) & 0xFFFFFF:06x}'
            x11.XDestroyImage(image)
            if not self.seen or self.seen[-1] != colour:
                self.seen.append(colour)
            ready.set()
            time.sleep(0.001)
        x11.XCloseDisplay(display)
