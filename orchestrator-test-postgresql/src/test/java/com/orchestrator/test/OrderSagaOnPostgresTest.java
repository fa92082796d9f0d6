package com.orchestrator.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Every test of the order saga as it is in memory, on the tables of a server. */
class OrderSagaOnPostgresTest extends OrderSagaTest {

    /** A test that runs in memory after all would be green, too. */
    @Test
    void timeIsTheDatabases_andMoves(TestEngine engine) {
        Instant before = engine.now();
        assertNotEquals(Instant.parse("2030-01-01T00:00:00Z"), before);

        engine.advance(Duration.ofDays(400));
        assertEquals(400, Duration.between(before, engine.now()).toDays());
    }
}
