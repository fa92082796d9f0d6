package com.orchestrator.worker.cdi;

import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import org.jspecify.annotations.Nullable;

/** A request context around each handler: what is request-scoped is one for each attempt of a task. */
@ApplicationScoped
public class RequestBound implements TaskInterceptor {

    @Override
    @ActivateRequestContext
    public @Nullable Object around(TaskContext task, Inside inside) throws Exception {
        return inside.call();
    }
}
