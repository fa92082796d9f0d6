package com.orchestrator.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.delivery.Courier;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.auth.Endpoints;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.webhook.AddressRules;
import com.orchestrator.server.webhook.HttpCourier;
import com.orchestrator.server.wiring.OwnEngine;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The REST surface with a whole engine in memory behind it, or with {@code -Dfuzz.url=} a server that is up, without authentication.
 * {@code -Dseed=} plays the same story again, {@code -Drequests=} and {@code -Dsequences=} how long it is.
 */
class FuzzTest {

    /** Hooks may be set; no request leaves. */
    private static final Courier NOBODY =
            new HttpCourier(AddressRules.of(true, List.of("hooks.example.invalid"), List.of()));

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int REQUESTS = Integer.getInteger("requests", 2_000);
    private static final int SEQUENCES = Integer.getInteger("sequences", 200);

    @Test
    void noRequest_isAnswered5xx_orShowsTheInside_orChangesWhatItMayNot() {
        System.out.println("FuzzTest: -Dseed=" + SEED);
        // A clock that stands still, so that nothing moves by itself.
        try (TestServer server =
                TestServer.of(OwnEngine.onLocal(new InMemoryEngineStore(SettableClock.standing()), NOBODY))) {
            Fuzzer fuzzer = new Fuzzer(new Target(url(server)), server.endpoints(), SEED);

            Set<Endpoints.Endpoint> asked = fuzzer.askSpoiled(REQUESTS);
            fuzzer.playSequences(SEQUENCES);

            assertThat(asked)
                    .as("-Dseed=" + SEED)
                    .containsAll(server.endpoints().all());
        } catch (AssertionError broken) {
            throw new AssertionError("Again by -Dseed=" + SEED + ": " + broken.getMessage(), broken);
        }
    }

    private static URI url(TestServer server) {
        return URI.create(System.getProperty("fuzz.url", "http://127.0.0.1:" + server.port()));
    }
}
