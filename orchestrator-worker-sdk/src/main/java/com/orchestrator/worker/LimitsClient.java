package com.orchestrator.worker;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.fleet.QuotaRefusal;
import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.BreakerStatus;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.BudgetStatus;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.FairnessStatus;
import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.api.limit.QueueUpdate;
import com.orchestrator.api.model.LockStatus;
import com.orchestrator.worker.Pages.Next;
import com.orchestrator.worker.Pages.PageOf;
import java.util.List;

/**
 * Sets limits while everything runs: what a queue, a workload, a fairness key or a task type is held to. Each change has a reason, which
 * is kept with who has made it. Holds no state of its own: every call asks the server.
 */
public final class LimitsClient {

    private final OrchestratorClient client;

    LimitsClient(OrchestratorClient client) {
        this.client = client;
    }

    /** Changes how a queue is worked off, for example by {@code QueueUpdate.NOTHING.withMaxConcurrent(5)}. */
    public QueueStatus updateQueue(String queue, QueueUpdate update, String reason) {
        return client.patch(path("queues", queue), new Change(update, reason), QueueStatus.class);
    }

    /** Nothing of the queue is handed out until {@link #resumeQueue}; what workers have they may report. */
    public QueueStatus pauseQueue(String queue, String reason) {
        return updateQueue(queue, QueueUpdate.NOTHING.withPaused(true), reason);
    }

    public QueueStatus resumeQueue(String queue, String reason) {
        return updateQueue(queue, QueueUpdate.NOTHING.withPaused(false), reason);
    }

    /**
     * How many attempts of a workload may be in flight, over all queues.
     *
     * @param workload {@code default} for each workload that has no budget of its own
     */
    public BudgetStatus setBudget(String workload, int max, String reason) {
        return client.put(path("budgets", workload), new Change(new Budget(max), reason), BudgetStatus.class);
    }

    public BudgetStatus budget(String workload) {
        return client.get(path("budgets", workload), BudgetStatus.class);
    }

    /** The workload has no budget of its own any more; the same again changes nothing. */
    public void removeBudget(String workload, String reason) {
        client.delete(path("budgets", workload), reason);
    }

    public List<BudgetStatus> budgets() {
        return client.all("/budgets", Budgets.class);
    }

    /** What a fairness key of a queue gets, in place of what definitions say. */
    public FairnessStatus setFairness(String queue, String key, FairnessLimit limit, String reason) {
        return client.put(path("fairness", queue, key), new Change(limit, reason), FairnessStatus.class);
    }

    public FairnessStatus fairness(String queue, String key) {
        return client.get(path("fairness", queue, key), FairnessStatus.class);
    }

    /** The key gets what definitions say again; the same again changes nothing. */
    public void removeFairness(String queue, String key, String reason) {
        client.delete(path("fairness", queue, key), reason);
    }

    public List<FairnessStatus> fairness() {
        return client.all("/fairness", Keys.class);
    }

    /** After so many failures within a window the type is not tried for a while. */
    public BreakerStatus setBreaker(String taskType, Breaker breaker, String reason) {
        return client.put(path("breakers", taskType), new Change(breaker, reason), BreakerStatus.class);
    }

    public BreakerStatus breaker(String taskType) {
        return client.get(path("breakers", taskType), BreakerStatus.class);
    }

    /** The type is always tried; the same again changes nothing. */
    public void removeBreaker(String taskType, String reason) {
        client.delete(path("breakers", taskType), reason);
    }

    /** Nothing of the type is handed out until {@link #closeBreaker}. */
    public BreakerStatus openBreaker(String taskType, String reason) {
        return client.post(path("breakers", taskType) + "/open", new Why(reason), BreakerStatus.class);
    }

    public BreakerStatus closeBreaker(String taskType, String reason) {
        return client.post(path("breakers", taskType) + "/close", new Why(reason), BreakerStatus.class);
    }

    public List<BreakerStatus> breakers() {
        return client.all("/breakers", Breakers.class);
    }

    /**
     * Who has changed a limit, when and why; the newest first.
     *
     * @param rule {@code queue:psp}, {@code budget:heavy}, {@code fair:psp:tenant-3} or {@code breaker:psp.charge}
     */
    public List<LimitChange> changes(String rule) {
        return client.all(path("limits", rule) + "/changes", Changes.class);
    }

    /** Semantic locks that runs hold, by name. */
    public List<LockStatus> locks() {
        return client.all("/locks", Locks.class);
    }

    /** Who has asked the server that answers for more than a quota allows, the last ones first. */
    public List<QuotaRefusal> quotaRefusals() {
        return client.get("/server/quotas", Pages.Quotas.class).items();
    }

    private static String path(String collection, String... names) {
        StringBuilder path = new StringBuilder("/").append(collection);
        for (String name : names) {
            path.append('/').append(OrchestratorClient.segment(name));
        }
        return path.toString();
    }

    /** What is set, and beside it why. */
    private record Change(@JsonUnwrapped Record limit, String reason) {}

    private record Why(String reason) {}

    private record Budgets(List<BudgetStatus> items, Next page) implements PageOf<BudgetStatus> {}

    private record Keys(List<FairnessStatus> items, Next page) implements PageOf<FairnessStatus> {}

    private record Breakers(List<BreakerStatus> items, Next page) implements PageOf<BreakerStatus> {}

    private record Locks(List<LockStatus> items, Next page) implements PageOf<LockStatus> {}

    private record Changes(List<LimitChange> items, Next page) implements PageOf<LimitChange> {}
}
