package com.orchestrator.engine.expression.language;

import com.google.protobuf.ByteString;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationListener;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What one evaluation has used up. Steps and the size of what was made are counted, so that an expression ends the same
 * way wherever it is evaluated; the time is the net below, for what counting underrates. It is the time the thread has
 * computed and not the time on the wall, because a pause of the machine must not fail anybody's run.
 */
public final class Budget implements CelEvaluationListener {

    static final int STEPS_MAX = 500_000;
    static final int MADE_MAX = 2_000_000;
    /** Ten times what the worst expression within the other limits takes once it is compiled; a cold JVM is that slow. */
    public static final Duration TIME_MAX = Duration.ofSeconds(1);

    private static final int STEPS_PER_LOOK = 64;
    private static final String SLOW = "matches";
    /** Calls that hand on what is there already. */
    private static final Set<String> PICKS =
            Set.of("_[_]", "_[?_]", "_?._", "_?_:_", "orValue", "or", "value", "optional.of", "dyn");

    private final LongSupplier computedNanos;
    private long begin;
    private boolean begun;
    private int steps;
    private long made;

    /** @param computedNanos how long the current thread has computed */
    public Budget(LongSupplier computedNanos) {
        this.computedNanos = computedNanos;
    }

    /** Called after each step of an evaluation. */
    @Override
    public void callback(CelExpr step, Object result) {
        if (++steps > STEPS_MAX) {
            throw new Exhausted("it takes more than " + STEPS_MAX + " steps");
        }
        boolean slow = false;
        if (step.getKind() == CelExpr.ExprKind.Kind.CALL) {
            String function = step.call().function();
            slow = function.equals(SLOW);
            charge(function, result);
        }
        if (slow || steps % STEPS_PER_LOOK == 0) {
            checkTime();
        }
    }

    private void charge(String function, Object result) {
        if (PICKS.contains(function)) {
            return;
        }
        made += function.equals("parseJson") ? deep(result) : size(result);
        if (made > MADE_MAX) {
            throw new Exhausted("it makes more than " + MADE_MAX + " characters and elements on the way");
        }
    }

    private static long size(Object value) {
        if (value instanceof String text) {
            return text.length();
        } else if (value instanceof GrowingList list) {
            return list.made();
        } else if (value instanceof Collection<?> list) {
            return list.size();
        } else if (value instanceof CelByteString bytes) {
            return bytes.size();
        }
        return value instanceof ByteString bytes ? bytes.size() : 0;
    }

    private static long deep(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.size() + map.values().stream().mapToLong(Budget::deep).sum();
        } else if (value instanceof Collection<?> list) {
            return list.size() + list.stream().mapToLong(Budget::deep).sum();
        }
        return size(value);
    }

    /** The first look starts the clock: reading it costs as much as most expressions do altogether. */
    private void checkTime() {
        long now = computedNanos.getAsLong();
        begin = begun ? begin : now;
        begun = true;
        if (now - begin > TIME_MAX.toNanos()) {
            throw new Exhausted("it computes for more than " + TIME_MAX.toMillis() + " ms");
        }
    }
}
