package com.orchestrator.server.wiring;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import java.util.concurrent.atomic.AtomicInteger;

/** How many requests are being worked on or held. A request counts until its answer is written, also when it is held. */
final class ActiveRequests implements AsyncListener {

    private final AtomicInteger count = new AtomicInteger();

    int count() {
        return count.get();
    }

    void begin() {
        count.incrementAndGet();
    }

    /** The servlet has returned: the request is over, or goes on without a thread. */
    void returned(ServletRequest request) {
        if (request.isAsyncStarted()) {
            request.getAsyncContext().addListener(this);
        } else {
            count.decrementAndGet();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        count.decrementAndGet();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // onComplete follows
    }

    @Override
    public void onError(AsyncEvent event) {
        // onComplete follows
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
