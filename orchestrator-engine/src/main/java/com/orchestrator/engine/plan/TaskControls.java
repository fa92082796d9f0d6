package com.orchestrator.engine.plan;

import com.orchestrator.api.model.Priority;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What decides when the attempts of a task may begin, apart from the limits of its queue. What a task does not say comes from
 * its workflow.
 *
 * @param priority wins over the run's
 * @param budget names the workload whose budget its attempts are of
 */
public record TaskControls(
        @Nullable Priority priority,
        @Nullable KeyTemplate budget,
        @Nullable Fairness fairness,
        @Nullable KeyedCap concurrency,
        @Nullable KeyedRate rateLimit,
        @Nullable Route route) {

    public static final TaskControls NONE = new TaskControls(null, null, null, null, null, null);

    /** Of its undos and probes: they have its place among others, and no limit holds up a rollback. */
    TaskControls ofOthers() {
        return new TaskControls(priority, null, fairness, null, null, null);
    }

    /** Every expression in it. */
    Stream<Template> templates() {
        Stream<Template> keys = Stream.of(
                        budget,
                        fairness == null ? null : fairness.key(),
                        concurrency == null ? null : concurrency.key(),
                        rateLimit == null ? null : rateLimit.key())
                .flatMap(Stream::ofNullable)
                .map(KeyTemplate::template);
        return route == null ? keys : Stream.concat(keys, route.templates());
    }
}
