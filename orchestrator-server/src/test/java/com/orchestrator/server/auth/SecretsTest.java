package com.orchestrator.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.server.auth.Tenancy.Call;
import com.orchestrator.server.auth.Tenancy.Thing;
import com.orchestrator.server.openapi.DescribedApi;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A worker is given a secret, and no operation of the document says it to anybody else, who may do everything everywhere. */
class SecretsTest {

    private static final Set<String> FOR_WORKERS = Set.of("pollTasks", "acquireTask");

    @Test
    void aSecret_isInTheAnswersToWorkersAlone() {
        try (Tenancy tenancy = Tenancy.open()) {
            List<Call> calls = DescribedApi.ofThisServer().operations().stream()
                    .filter(operation -> operation.role().isPresent() && !FOR_WORKERS.contains(operation.id()))
                    .filter(operation -> !operation.path().endsWith("stream"))
                    .flatMap(operation -> tenancy.askedOf(operation, TwoTenantsTest.on(tenancy, operation)).stream())
                    .map(asked -> asked.of(Thing.THERE))
                    .toList();

            assertThat(tenancy.handedOut()).contains(Tenancy.SEALED + "canary");
            assertThat(calls)
                    .hasSizeGreaterThan(150)
                    .allSatisfy(call -> assertThat(tenancy.asRoot(call).text())
                            .as(call.toString())
                            .doesNotContain(Tenancy.SEALED));
        }
    }
}
