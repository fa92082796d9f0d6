package com.orchestrator.server.front;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * How many requests may work with a thread at once. The others wait without one, first come, first served. So reading lists or
 * registering definitions, however many ask for it, leaves threads to health checks and to workers.
 */
final class Turns {

    private final int atOnceMax;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    Turns(int atOnceMax) {
        this.atOnceMax = atOnceMax;
    }

    /** Whether it is the caller's turn now; then it has to say when it is {@linkplain #over over}. */
    synchronized boolean take() {
        if (taken == atOnceMax) {
            return false;
        }
        taken++;
        return true;
    }

    /** @return what to run now, or null when it has to wait and will be returned by {@link #over} of somebody else */
    synchronized @Nullable Runnable takeOrQueue(Runnable request) {
        if (take()) {
            return request;
        }
        waiting.add(request);
        return null;
    }

    /** @return whose turn it is now */
    synchronized @Nullable Runnable over() {
        Runnable next = waiting.poll();
        if (next == null) {
            taken--;
        }
        return next;
    }
}
