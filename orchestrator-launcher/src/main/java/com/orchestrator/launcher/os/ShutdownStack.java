package com.orchestrator.launcher.os;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * What has been started, to be stopped in reverse order, once, by whoever comes first: the end of the command or a
 * signal. Starting and stopping exclude each other, so nothing that is just being started is left behind.
 */
public final class ShutdownStack implements AutoCloseable {

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean closed;
    private volatile int codeWhenStopped;

    /** Starts something and remembers to stop it. */
    public synchronized <T extends AutoCloseable> T open(Supplier<T> start) {
        if (closed) {
            throw new LaunchException("Stopped while starting.");
        }
        T resource = start.get();
        started.push(resource);
        return resource;
    }

    /** The exit code if a signal comes now: 0 for what runs until it is stopped, another for what is not yet done. */
    public int codeWhenStopped() {
        return codeWhenStopped;
    }

    public void codeWhenStopped(int code) {
        codeWhenStopped = code;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!started.isEmpty()) {
            closeQuietly(started.pop());
        }
    }

    /** One thing that cannot be stopped must not keep the others running. */
    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.err.println("While stopping: " + e.getMessage());
        }
    }
}
