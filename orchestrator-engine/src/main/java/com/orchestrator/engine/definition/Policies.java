package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.plan.RetryPolicy;
import com.orchestrator.engine.plan.Suggestion;
import com.orchestrator.engine.plan.TaskTimeouts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Retry policies, by name or in place, and timeouts. What a policy does not say comes from what it builds on. */
final class Policies {

    private static final Set<String> RETRY_KEYS = Set.of(
            "use",
            "maxAttempts",
            "initialInterval",
            "backoff",
            "maxInterval",
            "jitter",
            "maxElapsed",
            "retryable",
            "nonRetryable");
    private static final Set<String> TIMEOUT_KEYS = Set.of("schedule", "execution", "lease", "total");
    private static final int ATTEMPTS_MAX = 1_000_000;
    private static final double FACTOR_MAX = 100;

    private final Faults faults;
    private final Map<String, JsonNode> named = new HashMap<>();

    Policies(Faults faults) {
        this.faults = faults;
    }

    /** {@code use.retries}: remembered, and checked once as if a task used them. */
    void define(Fields retries) {
        retries.names().forEach(name -> {
            JsonNode policy = retries.raw(name);
            if (Fields.of(policy, retries.pointer(name), faults)
                    .map(fields -> read(fields, RetryPolicy.FORWARD_DEFAULT))
                    .isPresent()) {
                named.put(name, policy);
            }
        });
    }

    /** The {@code retry} of a task or undo. */
    RetryPolicy retry(Fields owner, RetryPolicy standard) {
        JsonNode retry = owner.raw("retry");
        if (retry.isMissingNode()) {
            return standard;
        }
        if (retry.isTextual()) {
            return byName(owner, "retry", retry.textValue(), standard);
        }
        return Fields.of(retry, owner.pointer("retry"), faults)
                .map(fields -> {
                    RetryPolicy base = fields.text("use")
                            .map(name -> byName(fields, "use", name, standard))
                            .orElse(standard);
                    return read(fields, base);
                })
                .orElse(standard);
    }

    private RetryPolicy byName(Fields owner, String key, String name, RetryPolicy standard) {
        JsonNode policy = named.get(name);
        if (policy == null) {
            String hint = Suggestion.nearest(name, named.keySet())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("define it under /use/retries");
            owner.fault(key, FaultCode.UNKNOWN_RETRY, "There is no retry policy '" + name + "'", hint);
            return standard;
        }
        return Fields.of(policy, "/use/retries/" + name, new Faults(new SourceDocument(policy, Map.of())))
                .map(fields -> read(fields, standard))
                .orElse(standard);
    }

    private static RetryPolicy read(Fields fields, RetryPolicy base) {
        fields.allow(RETRY_KEYS);
        Optional<Integer> maxAttempts = fields.integer("maxAttempts", 1, ATTEMPTS_MAX);
        Set<String> nonRetryable = new HashSet<>(base.nonRetryable());
        nonRetryable.addAll(fields.texts("nonRetryable"));
        Set<String> retryable = retryable(fields, base);
        return new RetryPolicy(
                maxAttempts.orElse(base.maxAttempts()),
                fields.duration("initialInterval").orElse(base.initialInterval()),
                fields.number("backoff", 1, FACTOR_MAX).orElse(base.factor()),
                fields.duration("maxInterval").orElse(base.maxInterval()),
                fields.number("jitter", 0, 1).orElse(base.jitter()),
                fields.duration("maxElapsed").orElse(maxAttempts.isPresent() ? null : base.maxElapsed()),
                retryable,
                nonRetryable);
    }

    /** A list takes the place of the one it builds on; a code in both lists of one policy says two things. */
    private static @Nullable Set<String> retryable(Fields fields, RetryPolicy base) {
        if (!fields.has("retryable")) {
            return base.retryable();
        }
        Set<String> retryable = new HashSet<>(fields.texts("retryable"));
        List<String> never = fields.raw("nonRetryable").isArray() ? fields.texts("nonRetryable") : List.of();
        never.stream()
                .filter(retryable::contains)
                .distinct()
                .forEach(code -> fields.fault(
                        "retryable",
                        FaultCode.CONTRADICTION,
                        "'" + code + "' is 'retryable' and 'nonRetryable'",
                        "'nonRetryable' goes before"));
        return retryable;
    }

    TaskTimeouts timeouts(Fields owner) {
        return owner.object("timeouts").map(Policies::timeoutsOf).orElse(TaskTimeouts.NONE);
    }

    private static TaskTimeouts timeoutsOf(Fields fields) {
        fields.allow(TIMEOUT_KEYS);
        return new TaskTimeouts(
                fields.duration("schedule").orElse(null),
                fields.duration("execution").orElse(null),
                fields.duration("lease").orElse(null),
                fields.duration("total").orElse(null));
    }
}
