package com.orchestrator.worker;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.request.Failure;

/**
 * Told about every task that did not succeed: the handler failed, its lease was lost ({@code LEASE_LOST}), or the server
 * refused its report (code of the refusal). Called on a worker thread; must not block for long.
 */
@FunctionalInterface
public interface FailureListener {

    void onFailure(LeasedTask task, Failure failure);
}
