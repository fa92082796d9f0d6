package com.orchestrator.api.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static void refused(ThrowingCallable limit, String pointer) {
        OrchestratorException refusal = catchThrowableOfType(OrchestratorException.class, limit);
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(ErrorCode.LIMIT_INVALID);
        assertThat(refusal.errors()).hasSize(1);
        assertThat(refusal.errors().get(0).pointer()).isEqualTo(pointer);
    }

    @Test
    void whatCanNeverBeMet_isRefused() {
        refused(() -> new Budget(0), "/max");
        refused(() -> new Budget(-1), "/max");
        refused(() -> new FairnessLimit(0, null), "/weight");
        refused(() -> new FairnessLimit(1, 0), "/maxConcurrent");
        refused(() -> new FairnessLimit(null, null), "/weight");
        refused(() -> new RateLimit(0, SECOND, 1), "/count");
        refused(() -> new RateLimit(1, Duration.ZERO, 1), "/per");
        refused(() -> new RateLimit(1, SECOND, 0), "/burst");
        refused(() -> RateLimit.of(null, SECOND, null), "/count");
        refused(() -> RateLimit.of(1, null, null), "/per");
        refused(() -> new RingWeights(8, 4, 2, 0), "/P3");
        refused(() -> new Breaker(0, SECOND, SECOND), "/failures");
        refused(() -> new Breaker(1, Duration.ZERO, SECOND), "/window");
        refused(() -> new Breaker(1, SECOND, Duration.ofSeconds(-1)), "/openFor");
    }

    @Test
    void whatIsNoLimit_isRefused() {
        refused(() -> new Budget(1_000_001), "/max");
        refused(() -> new RateLimit(1_000_000, Duration.ofMillis(1), 1), "/count");
        refused(() -> new RateLimit(1, Duration.ofDays(367), 1), "/per");
    }

    @Test
    void intervalBetweenAttempts_isRoundedUp() {
        assertThat(new RateLimit(3, SECOND, 1).interval()).isEqualTo(Duration.ofNanos(333_334_000));
        assertThat(new RateLimit(1_000_000, SECOND, 1).interval()).isEqualTo(Duration.ofNanos(1_000));
        assertThat(new RateLimit(1, Duration.ofDays(366), 1).interval()).isEqualTo(Duration.ofDays(366));
    }

    @Test
    void burst_isWhatFallsDueInATenthOfASecond() {
        assertThat(RateLimit.of(5, SECOND, null).burst()).isEqualTo(1);
        assertThat(RateLimit.of(1_000, SECOND, null).burst()).isEqualTo(100);
        assertThat(RateLimit.of(1, Duration.ofDays(1), null).burst()).isEqualTo(1);
        assertThat(RateLimit.of(1, SECOND, 7).burst()).isEqualTo(7);
    }
}
