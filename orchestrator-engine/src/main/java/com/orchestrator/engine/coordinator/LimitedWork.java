package com.orchestrator.engine.coordinator;

import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.engine.history.AttemptControls;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.Work;
import com.orchestrator.engine.plan.Fairness;
import com.orchestrator.engine.plan.KeyedCap;
import com.orchestrator.engine.plan.KeyedRate;
import com.orchestrator.engine.plan.TaskControls;
import com.orchestrator.engine.plan.TaskSpec;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An attempt as limits see it: where it waits, what it is, and what its definition says of it. Undos and probes ask no rule of
 * definitions: what was let in is let out.
 */
final class LimitedWork {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final long PER_MILLI_MAX = 1_000;

    private LimitedWork() {}

    static Work of(Run run, ExecutionRun execution) {
        TaskSpec spec = execution.spec();
        AttemptControls controls = execution.controls();
        if (controls == null || execution.kind() != ExecutionKind.ACTION) {
            return new Work(spec.queue(), spec.taskType(), null, null, null, List.of());
        }
        Fairness fairness = spec.controls().fairness();
        return new Work(
                spec.queue(),
                spec.taskType(),
                controls.workload(),
                controls.fairKey(),
                fairness == null ? null : fairness.maxConcurrent(),
                own(run, execution, controls));
    }

    private static List<Rule> own(Run run, ExecutionRun execution, AttemptControls controls) {
        WorkflowPlan plan = run.plan();
        TaskControls said = execution.spec().controls();
        String workflow = plan.namespace() + "/" + plan.name();
        String task = workflow + "/" + execution.task().key().taskId();
        List<Rule> own = new ArrayList<>();
        KeyedCap cap = said.concurrency();
        if (cap != null && controls.capKey() != null) {
            own.add(Rule.cap(task, controls.capKey(), cap.max()));
        }
        KeyedRate rate = said.rateLimit();
        if (rate != null && controls.rateKey() != null) {
            own.add(Rule.rate(rate.ofWorkflow() ? workflow : task, controls.rateKey(), within(rate)));
        }
        return own;
    }

    /** Definitions may say times that are longer or shorter than a rate can be kept for; the nearest that can be is kept. */
    private static RateLimit within(KeyedRate rate) {
        Duration per = rate.per().compareTo(SHORTEST) < 0 ? SHORTEST : rate.per();
        per = per.compareTo(LONGEST) > 0 ? LONGEST : per;
        long count = Math.min(rate.count(), per.toMillis() * PER_MILLI_MAX);
        return new RateLimit((int) count, per, rate.burst());
    }
}
