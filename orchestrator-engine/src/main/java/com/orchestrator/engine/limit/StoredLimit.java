package com.orchestrator.engine.limit;

import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.LimitChange;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was set last for a rule.
 *
 * @param limit null when it was taken away again
 * @param last the change that made it so
 */
public record StoredLimit(RuleName rule, @Nullable Limit limit, LimitChange last) {

    /** What is set, known to be there. */
    public Limit set() {
        return Objects.requireNonNull(limit);
    }
}
