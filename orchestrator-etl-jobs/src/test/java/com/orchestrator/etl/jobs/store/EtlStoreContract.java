package com.orchestrator.etl.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.etl.EtlConnection;
import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.model.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What jobs are kept by, on whatever store. */
abstract class EtlStoreContract {

    private static final UUID ID = new UUID(0, 7);

    private EtlStore store;

    abstract EtlStore open();

    @BeforeEach
    void begin() {
        store = open();
    }

    private static EtlJobSpec spec(String name, String config) {
        return new EtlJobSpec(
                name, null, null, "csv", Payload.ofJson(config), "csv", Payload.EMPTY_OBJECT, null, List.of("a", "b"));
    }

    @Test
    void whatWasSaid_isKeptToTheDigit() {
        EtlJobSpec said = spec("sales", "{\"z\":1.10,\"a\":12345678901234567890,\"é\":\"${x}\"}");
        store.create(ID, said);

        EtlJob job = store.find(ID).orElseThrow();
        assertThat(job.spec()).isEqualTo(said);
        assertThat(job.updatedAt()).isAfterOrEqualTo(job.createdAt());
    }

    @Test
    void aJobThatIsNotSettled_mayBeSaidAgain_andOneThatIsMayNot() {
        store.create(ID, spec("sales", "{\"a\":1}"));
        assertThat(store.create(ID, spec("sales", "{\"a\":2}"))).isPresent();
        store.settle(ID);

        assertThat(store.create(ID, spec("sales", "{\"a\":3}"))).isEmpty();
        assertThat(store.find(ID).orElseThrow().extractorConfig()).isEqualTo(Payload.ofJson("{\"a\":2}"));
        assertThat(store.replace(ID, spec("sales", "{\"a\":4}"))).isPresent();
        assertThat(store.create(ID, spec("sales", "{\"a\":5}"))).isPresent();
    }

    @Test
    void lists_goByName_fromBehindAName() {
        for (String name : List.of("b", "C", "a")) {
            store.create(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), spec(name, "{}"));
        }
        assertThat(store.list(null, 2)).extracting(EtlJob::name).containsExactly("C", "a");
        assertThat(store.list("a", 2)).extracting(EtlJob::name).containsExactly("b");
    }

    /** The jobs of these tests depend on a and b. */
    @Test
    void aJobIsDue_whenAllHasSucceeded_andEachSuccessCountsOnce() {
        store.create(ID, spec("sales", "{}"));
        UUID first = new UUID(1, 1);
        UUID second = new UUID(1, 2);

        assertThat(store.succeeded("a", first)).isEmpty();
        assertThat(store.succeeded("a", first)).isEmpty();
        assertThat(store.succeeded("a", new UUID(1, 3))).isEmpty();
        assertThat(store.succeeded("b", second)).containsExactly(new EtlStore.Due("sales", 1));
        assertThat(store.succeeded("b", second)).containsExactly(new EtlStore.Due("sales", 1));
        assertThat(store.succeeded("a", first)).isEmpty();

        assertThat(store.succeeded("b", new UUID(1, 4))).isEmpty();
        assertThat(store.succeeded("a", new UUID(1, 5))).containsExactly(new EtlStore.Due("sales", 2));
        assertThat(store.succeeded("c", new UUID(1, 6))).isEmpty();
    }

    @Test
    void connections_areKept_changed_listedByName_andDeleted() {
        ConnectionStore connections = store.connections();
        assertThat(connections
                        .put("b", "postgres", Payload.ofJson("{\"url\":\"é\"}"))
                        .isNew())
                .isTrue();
        connections.put("C", "duckdb", Payload.EMPTY_OBJECT);
        assertThat(connections
                        .put("b", "postgres", Payload.ofJson("{\"url\":1.10}"))
                        .isNew())
                .isFalse();

        assertThat(connections.find("b").orElseThrow().config()).isEqualTo(Payload.ofJson("{\"url\":1.10}"));
        assertThat(connections.list(null, 2)).extracting(EtlConnection::name).containsExactly("C", "b");
        assertThat(connections.list("C", 2)).extracting(EtlConnection::type).containsExactly("postgres");
        assertThat(connections.delete("b")).isTrue();
        assertThat(connections.delete("b")).isFalse();
        assertThat(connections.find("b")).isEmpty();
    }

    @Test
    void whatIsGone_isNotThere() {
        store.create(ID, spec("sales", "{}"));
        store.delete(ID);
        store.delete(ID);
        store.settle(ID);

        assertThat(store.find(ID)).isEmpty();
        assertThat(store.replace(ID, spec("sales", "{}"))).isEmpty();
    }
}
