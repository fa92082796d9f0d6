package com.orchestrator.server.front;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listeners that come when the container takes no more. */
final class Listeners implements AsyncListener {

    private final List<AsyncListener> all = new CopyOnWriteArrayList<>();

    private final Runnable over;

    /** @param over is run when the request is */
    Listeners(Runnable over) {
        this.over = over;
    }

    void add(AsyncListener listener) {
        all.add(listener);
    }

    @Override
    public void onComplete(AsyncEvent event) throws IOException {
        over.run();
        for (AsyncListener listener : all) {
            listener.onComplete(event);
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        for (AsyncListener listener : all) {
            listener.onTimeout(event);
        }
    }

    @Override
    public void onError(AsyncEvent event) throws IOException {
        for (AsyncListener listener : all) {
            listener.onError(event);
        }
    }

    @Override
    public void onStartAsync(AsyncEvent event) throws IOException {
        for (AsyncListener listener : all) {
            listener.onStartAsync(event);
        }
    }
}
