package com.orchestrator.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.limit.BreakerTurns.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTurnsTest {

    private static Instant at(int second) {
        return Instant.ofEpochSecond(1_000_000 + second);
    }

    private static Duration open(BreakerTurns turns, int from, int to) {
        return turns.openBetween(at(from), at(to));
    }

    @Test
    void countsOnlyWhatItHeldBack_betweenTheTwo() {
        BreakerTurns turns = new BreakerTurns(List.of(
                new Turn(at(5), false),
                new Turn(at(10), true),
                new Turn(at(20), true),
                new Turn(at(30), false),
                new Turn(at(50), true)));

        assertThat(turns.isOpen()).isTrue();
        assertThat(open(turns, 0, 40)).isEqualTo(Duration.ofSeconds(20));
        assertThat(open(turns, 0, 60)).isEqualTo(Duration.ofSeconds(30));
        assertThat(open(turns, 15, 25)).isEqualTo(Duration.ofSeconds(10));
        assertThat(open(turns, 31, 49)).isZero();
        assertThat(BreakerTurns.NONE.isOpen()).isFalse();
        assertThat(open(BreakerTurns.NONE, 0, 60)).isZero();
    }
}
