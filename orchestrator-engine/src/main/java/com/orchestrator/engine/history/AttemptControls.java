package com.orchestrator.engine.history;

import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Fairness;
import com.orchestrator.engine.plan.KeyTemplate;
import com.orchestrator.engine.plan.KeyedCap;
import com.orchestrator.engine.plan.KeyedRate;
import com.orchestrator.engine.plan.Route;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.TaskControls;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt is counted under, as its definition's expressions have said it once. Absent when the rule is not there, or
 * its key is null; empty when the rule has no key and counts all together.
 *
 * @param workload the budget it is of
 * @param fairKey whose share of the queue it takes
 * @param capKey key of the task's {@code concurrency}
 * @param rateKey key of the {@code rateLimit}
 */
public record AttemptControls(
        @Nullable String workload,
        @Nullable String fairKey,
        @Nullable String capKey,
        @Nullable String rateKey,
        @Nullable String taskType,
        @Nullable String queue) {

    /** Key of a rule that has none. */
    public static final String ALL = "";

    private static final AttemptControls NONE = new AttemptControls(null, null, null, null, null, null);

    /**
     * What the expressions say.
     *
     * @return null when the attempt is under no rule of its definition
     * @throws ExpressionFailure when one of them cannot be evaluated or gives no key
     */
    public static @Nullable AttemptControls of(TaskControls controls, Scope scope) {
        Fairness fairness = controls.fairness();
        KeyedCap cap = controls.concurrency();
        KeyedRate rate = controls.rateLimit();
        return orNull(new AttemptControls(
                controls.budget() == null ? null : key(controls.budget(), scope),
                fairness == null ? null : key(fairness.key(), scope),
                cap == null ? null : key(cap.key(), scope),
                rate == null ? null : key(rate.key(), scope),
                null,
                null));
    }

    /**
     * The same, going where the expressions say.
     *
     * @throws ExpressionFailure when one of them cannot be evaluated, or gives what was not declared
     */
    public static @Nullable AttemptControls routed(
            @Nullable AttemptControls controls, @Nullable Route route, Scope scope) {
        if (route == null) {
            return controls;
        }
        AttemptControls rules = controls == null ? NONE : controls;
        String taskType = route.taskType() == null ? null : route.taskType().evaluate(scope);
        String queue = route.queue() == null ? null : route.queue().evaluate(scope);
        return new AttemptControls(rules.workload, rules.fairKey, rules.capKey, rules.rateKey, taskType, queue);
    }

    private static @Nullable String key(@Nullable KeyTemplate key, Scope scope) {
        return key == null ? ALL : key.evaluate(scope).orElse(null);
    }

    /** What undos and probes of the same task are counted under: no limit holds up a rollback. */
    public @Nullable AttemptControls ofOthers() {
        return orNull(new AttemptControls(null, fairKey, null, null, null, null));
    }

    private static @Nullable AttemptControls orNull(AttemptControls controls) {
        return controls.equals(NONE) ? null : controls;
    }
}
