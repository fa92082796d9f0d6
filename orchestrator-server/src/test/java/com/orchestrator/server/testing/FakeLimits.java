package com.orchestrator.server.testing;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.BreakerStatus;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.BudgetStatus;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.FairnessStatus;
import com.orchestrator.api.limit.LimitChange;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.QueueUpdate;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.LimitService;
import com.orchestrator.engine.service.ListQuery;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what it was asked for, and knows what was set for {@code heavy}, {@code tenant-3} and {@code psp.charge}. */
public final class FakeLimits implements LimitService {

    public static final LimitChange LAST = new LimitChange(
            "budget:heavy",
            4,
            FakeWorkflows.AT,
            LimitChange.Action.SET,
            "kim",
            "peak hours",
            Payload.ofJson("{\"max\":2}"));

    private static final Breaker BREAKER = new Breaker(5, Duration.ofMinutes(1), Duration.ofSeconds(30));

    public volatile @Nullable Object lastRequest;

    private <T> T asked(Object request, T answer) {
        lastRequest = request;
        return answer;
    }

    private static OrchestratorException unknown(String name) {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "Nothing is set for '" + name + "'");
    }

    @Override
    public QueueStatus updateQueue(String queue, QueueUpdate update, Author author) {
        QueueLimit limit = update.applyTo(QueueLimit.NONE, author.actor(), author.reason());
        return asked(update + " " + author, FakeFleet.QUEUE.with(limit, 5));
    }

    @Override
    public Applied<BudgetStatus> setBudget(String workload, Budget budget, Author author) {
        return asked(
                workload + " " + budget + " " + author,
                new Applied<>(BudgetStatus.of(workload, budget, LAST, 1), !workload.equals("heavy")));
    }

    @Override
    public BudgetStatus getBudget(String workload) {
        if (!workload.equals("heavy")) {
            throw unknown(workload);
        }
        return BudgetStatus.of(workload, new Budget(2), LAST, 1);
    }

    @Override
    public void removeBudget(String workload, Author author) {
        lastRequest = "remove " + workload + " " + author;
    }

    @Override
    public Page<BudgetStatus> listBudgets(ListQuery query) {
        return asked(query, new Page<>(List.of(getBudget("heavy")), "next"));
    }

    @Override
    public Applied<FairnessStatus> setFairness(String queue, String key, FairnessLimit limit, Author author) {
        return asked(
                queue + " " + key + " " + limit + " " + author,
                new Applied<>(FairnessStatus.of(queue, key, limit, LAST, 1), true));
    }

    @Override
    public FairnessStatus getFairness(String queue, String key) {
        if (!key.equals("tenant-3")) {
            throw unknown(key);
        }
        return FairnessStatus.of(queue, key, new FairnessLimit(5, 10), LAST, 1);
    }

    @Override
    public void removeFairness(String queue, String key, Author author) {
        lastRequest = "remove " + queue + " " + key + " " + author;
    }

    @Override
    public Page<FairnessStatus> listFairness(ListQuery query) {
        return asked(query, new Page<>(List.of(getFairness("psp", "tenant-3")), null));
    }

    @Override
    public Applied<BreakerStatus> setBreaker(String taskType, Breaker breaker, Author author) {
        return asked(taskType + " " + breaker + " " + author, new Applied<>(closed(taskType, breaker), true));
    }

    @Override
    public BreakerStatus getBreaker(String taskType) {
        if (!taskType.equals("psp.charge")) {
            throw unknown(taskType);
        }
        return closed(taskType, BREAKER);
    }

    @Override
    public void removeBreaker(String taskType, Author author) {
        lastRequest = "remove " + taskType + " " + author;
    }

    @Override
    public Page<BreakerStatus> listBreakers(ListQuery query) {
        return asked(query, new Page<>(List.of(getBreaker("psp.charge")), null));
    }

    private static BreakerStatus closed(String taskType, Breaker breaker) {
        return BreakerStatus.of(taskType, breaker, Breaker.State.CLOSED, null, 0, LAST);
    }

    @Override
    public BreakerStatus openBreaker(String taskType, Author author) {
        return asked(
                "open " + taskType + " " + author,
                BreakerStatus.of(taskType, BREAKER, Breaker.State.OPEN, null, 0, LAST));
    }

    @Override
    public BreakerStatus closeBreaker(String taskType, Author author) {
        return asked("close " + taskType + " " + author, closed(taskType, BREAKER));
    }

    @Override
    public Page<LimitChange> listChanges(String rule, ListQuery query) {
        return asked(rule + " " + query, new Page<>(List.of(LAST), null));
    }
}
