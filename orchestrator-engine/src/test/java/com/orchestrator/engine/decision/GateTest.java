package com.orchestrator.engine.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the decisions of one batch see of each other, before anything of it is written. */
class GateTest {

    private static final UUID HOLDER = new UUID(0, 1);
    private static final UUID FIRST = new UUID(0, 2);
    private static final UUID SECOND = new UUID(0, 3);

    private final Gate gate = new Gate(7, 1, List.of(HOLDER), List.of());

    @Test
    void whoBeginsToWait_standsBeforeThoseWhoComeLaterInTheBatch() {
        gate.waits(FIRST);
        gate.waits(SECOND);
        gate.waits(FIRST);

        assertThat(gate.waitingBefore(SECOND)).containsExactly(FIRST);
        assertThat(gate.tooMany(SECOND, 1)).containsExactly(HOLDER, FIRST);
        assertThat(gate.admits(SECOND, 2)).isFalse();
        assertThat(gate.admits(FIRST, 2)).isTrue();
    }
}
