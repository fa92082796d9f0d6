package com.orchestrator.engine.simulation;

import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.api.limit.RingWeights;
import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.decision.Expressions;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.plan.Fairness;
import com.orchestrator.engine.plan.KeyTemplate;
import com.orchestrator.engine.plan.KeyedCap;
import com.orchestrator.engine.plan.KeyedRate;
import com.orchestrator.engine.plan.Locks;
import com.orchestrator.engine.plan.RunAdmission;
import com.orchestrator.engine.plan.RunConcurrency;
import com.orchestrator.engine.plan.TaskControls;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What there is too little of in a case: places and locks that only so many runs may hold, and in half of the cases rules that hold
 * attempts back, of definitions and set by people. Draws from sources of its own, so that the other cases are what they were.
 */
final class Scarcity {

    static final String QUEUE = "default";
    static final String[] WORKLOADS = {"heavy", "light"};
    static final String[] KEYS = {"k0", "k1"};

    private static final long SALT = 11;
    private static final int BREAKERS_MAX = 4;

    private final Random claims;
    private final Random random;
    private final boolean hasLimits;

    /** What definitions say of a key is the same in all of them; null for no limit. */
    private final Map<String, @Nullable Integer> maxOfKeys = new LinkedHashMap<>();

    Scarcity(long seed) {
        claims = new Random(~seed);
        random = Oddities.source(seed, SALT);
        hasLimits = random.nextBoolean();
        for (String key : KEYS) {
            maxOfKeys.put(key, random.nextBoolean() ? Integer.valueOf(1 + random.nextInt(3)) : null);
        }
    }

    boolean hasLimits() {
        return hasLimits;
    }

    /** Where starts have something to do with each other there are more of them. */
    int moreStarts(WorkflowPlan plan) {
        RunConcurrency concurrency = plan.admission().concurrency();
        return concurrency == null || concurrency.overflow() == RunConcurrency.Overflow.QUEUE ? 0 : random.nextInt(3);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T pick(T[] from) {
        return from[random.nextInt(from.length)];
    }

    // ---- what runs may hold

    private boolean isClaimed(double probability) {
        return claims.nextDouble() < probability;
    }

    /** Few runs at once, or locks that others want as well; mostly neither. */
    RunAdmission ofRuns() {
        if (!isClaimed(0.3)) {
            return RunAdmission.NONE;
        }
        RunConcurrency concurrency = isClaimed(0.7)
                ? new RunConcurrency(null, 1 + claims.nextInt(2), pick(RunConcurrency.Overflow.values()))
                : null;
        Locks locks = isClaimed(0.4) ? new Locks(List.of(lock()), null) : Locks.NONE;
        return new RunAdmission(concurrency, locks);
    }

    /** Mostly none. */
    Locks locksOf(String taskId) {
        if (!isClaimed(0.15)) {
            return Locks.NONE;
        }
        List<KeyTemplate> names = isClaimed(0.3) ? List.of(lock(), lock()) : List.of(lock());
        return new Locks(names, isClaimed(0.4) ? taskId : null);
    }

    private KeyTemplate lock() {
        return key("l" + claims.nextInt(3));
    }

    private static KeyTemplate key(@Nullable String text) {
        return new KeyTemplate(Expressions.json(text == null ? "null" : "\"" + text + "\""));
    }

    // ---- what definitions say of attempts

    TaskControls ofTask() {
        if (!hasLimits || chance(0.3)) {
            return TaskControls.NONE;
        }
        return new TaskControls(
                chance(0.3) ? pick(Priority.values()) : null,
                chance(0.5) ? key(pick(WORKLOADS)) : null,
                chance(0.4) ? fairness() : null,
                chance(0.25) ? new KeyedCap(anyKey(), 1 + random.nextInt(2)) : null,
                chance(0.15) ? rate() : null,
                null);
    }

    /** What a job says of itself. */
    static TaskControls ofJob(JobRequest job) {
        return new TaskControls(
                job.priority(),
                job.workload() == null ? null : key(job.workload()),
                job.entityId() == null ? null : new Fairness(key(job.entityId()), 1, null),
                null,
                null,
                null);
    }

    private Fairness fairness() {
        String key = pick(KEYS);
        return chance(0.1)
                ? new Fairness(key(null), 1, 1)
                : new Fairness(key(key), 1 + random.nextInt(3), maxOfKeys.get(key));
    }

    /** One of several, none for all together, or one that turns out to be null and is no rule. */
    private @Nullable KeyTemplate anyKey() {
        return chance(0.2) ? null : key(chance(0.1) ? null : pick(KEYS));
    }

    private KeyedRate rate() {
        return new KeyedRate(
                anyKey(),
                1 + random.nextInt(3),
                Duration.ofSeconds(1 + random.nextInt(5)),
                1 + random.nextInt(2),
                false);
    }

    // ---- what people set

    /** What is set before the first run. */
    Map<RuleName, Limit> set(List<String> taskTypes) {
        Map<RuleName, Limit> limits = new LinkedHashMap<>();
        if (!hasLimits) {
            return limits;
        }
        List<String> workloads = new ArrayList<>(List.of(WORKLOADS));
        workloads.add(Budget.DEFAULT_WORKLOAD);
        workloads.stream()
                .filter(workload -> chance(0.5))
                .forEach(workload -> limits.put(RuleName.budget(workload), budget()));
        if (chance(0.5)) {
            limits.put(RuleName.queue(QUEUE), queue(false));
        }
        for (String key : KEYS) {
            if (chance(0.3)) {
                limits.put(RuleName.fair(QUEUE, key), fairness(chance(0.5)));
            }
        }
        for (int i = random.nextInt(BREAKERS_MAX + 1); i > 0 && !taskTypes.isEmpty(); i--) {
            String type = taskTypes.get(random.nextInt(taskTypes.size()));
            limits.put(RuleName.breaker(type), breaker());
        }
        return limits;
    }

    Budget budget() {
        return new Budget(1 + random.nextInt(4));
    }

    /** Always with something that makes its work ask before it begins. */
    QueueLimit queue(boolean paused) {
        RateLimit rate =
                chance(0.4) ? new RateLimit(1 + random.nextInt(5), Duration.ofSeconds(1), 1 + random.nextInt(3)) : null;
        Integer max = rate == null || chance(0.5) ? Integer.valueOf(1 + random.nextInt(4)) : null;
        return new QueueLimit(
                paused, paused ? "lunch" : null, paused ? "kim" : null, max, rate, RingWeights.DEFAULT, chance(0.2));
    }

    FairnessLimit fairness(boolean counts) {
        return new FairnessLimit(1 + random.nextInt(3), counts ? Integer.valueOf(1 + random.nextInt(3)) : null);
    }

    Breaker breaker() {
        return new Breaker(
                1 + random.nextInt(2),
                Duration.ofSeconds(20 + random.nextInt(60)),
                Duration.ofSeconds(5 + random.nextInt(40)));
    }
}
