package com.orchestrator.engine.service;

import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.BreakerStatus;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.BudgetStatus;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.FairnessStatus;
import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.api.limit.QueueUpdate;
import com.orchestrator.api.model.Page;

/**
 * Limits that people set: live, in effect on this server when the call answers and on every other within a sweep. Taking away what is
 * not set, or setting the same again, is no change. Refusals are {@link com.orchestrator.api.error.OrchestratorException}s.
 */
public interface LimitService {

    QueueStatus updateQueue(String queue, QueueUpdate update, Author author);

    Applied<BudgetStatus> setBudget(String workload, Budget budget, Author author);

    BudgetStatus getBudget(String workload);

    void removeBudget(String workload, Author author);

    Page<BudgetStatus> listBudgets(ListQuery query);

    Applied<FairnessStatus> setFairness(String queue, String key, FairnessLimit limit, Author author);

    FairnessStatus getFairness(String queue, String key);

    void removeFairness(String queue, String key, Author author);

    /** By queue and key. */
    Page<FairnessStatus> listFairness(ListQuery query);

    Applied<BreakerStatus> setBreaker(String taskType, Breaker breaker, Author author);

    BreakerStatus getBreaker(String taskType);

    void removeBreaker(String taskType, Author author);

    Page<BreakerStatus> listBreakers(ListQuery query);

    /** Nothing of the type is handed out until somebody closes the breaker. */
    BreakerStatus openBreaker(String taskType, Author author);

    /** The type is tried as ever, and what has failed before counts no more. */
    BreakerStatus closeBreaker(String taskType, Author author);

    /**
     * Who has changed a limit, the newest first.
     *
     * @param rule what it goes by, such as {@code budget:heavy}
     */
    Page<LimitChange> listChanges(String rule, ListQuery query);

    /**
     * What a call that sets something has come to.
     *
     * @param created nothing was set before
     */
    record Applied<T>(T status, boolean created) {}
}
