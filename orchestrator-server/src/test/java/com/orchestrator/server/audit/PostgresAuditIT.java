package com.orchestrator.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.server.keys.PostgresServerKeys;
import com.orchestrator.testkit.TestDatabase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The chain in PostgreSQL: servers append at the same time, and nobody changes what stands. */
class PostgresAuditIT {

    private static final int SERVERS = 4;
    private static final int TIMES = 25;

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
        PostgresEngineStore.prepare(database.config());
    }

    private static DataSource source() {
        return source(database);
    }

    private static DataSource source(TestDatabase of) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(of.config().jdbcUrl());
        source.setUser(of.config().username());
        source.setPassword(of.config().password());
        return source;
    }

    private static AuditFact fact(int number) {
        return AuditFact.refused("call-" + number, number % 2 == 0 ? "ann" : null, "POST", "/somewhere", "FORBIDDEN");
    }

    @Test
    void serversThatAppendAtTheSameTime_makeOneChain_thatNobodyChanges() {
        CompletableFuture.allOf(IntStream.range(0, SERVERS)
                        .mapToObj(server -> CompletableFuture.runAsync(() -> append(new PostgresAuditStore(source()))))
                        .toArray(CompletableFuture[]::new))
                .join();
        PostgresAuditStore store = new PostgresAuditStore(source());
        List<AuditEntry> chain = store.behind(0, 10_000);

        assertThat(chain)
                .extracting(AuditEntry::position)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 2L * SERVERS * TIMES).boxed().toList());
        AuditEntry before = AuditEntry.ORIGIN;
        for (AuditEntry entry : chain) {
            assertThat(entry.hash()).isEqualTo(AuditEntry.hash(before.hash(), entry.position(), entry.text()));
            before = entry;
        }
        assertThat(store.head().hash()).isEqualTo(before.hash());
        assertThat(store.newest("ann", Long.MAX_VALUE, 3))
                .hasSize(3)
                .allSatisfy(entry -> assertThat(entry.text()).contains("\"principal\":\"ann\""));
        assertThat(store.newest(null, 3, 10)).extracting(AuditEntry::position).containsExactly(2L, 1L);
        assertThatThrownBy(() -> database.execute("UPDATE audit_entries SET text = '{}' WHERE position = 7"))
                .hasStackTraceContaining("are not changed and not deleted");
        assertThatThrownBy(() -> database.execute("DELETE FROM audit_entries WHERE position = 7"))
                .hasStackTraceContaining("are not changed and not deleted");
    }

    private static void append(AuditStore store) {
        for (int i = 0; i < TIMES; i++) {
            store.append(List.of(fact(2 * i), fact(2 * i + 1)));
        }
    }

    /** What nobody waited for; who waits is refused, and nothing is missing of him. */
    @Test
    void whatCouldNotBeWritten_isCountedByWhatComesNext() {
        TestDatabase own = TestDatabase.create();
        PostgresEngineStore.prepare(own.config());
        PostgresAuditStore store = new PostgresAuditStore(source(own));
        try (AuditLog log = new AuditLog(store)) {
            own.execute("ALTER TABLE audit_head RENAME TO audit_head_away");
            log.note(fact(1));
            assertThatThrownBy(() -> log.record(fact(2))).hasMessageContaining("cannot be written down");
            own.execute("ALTER TABLE audit_head_away RENAME TO audit_head");

            log.record(fact(3));
        }

        assertThat(store.newest(null, Long.MAX_VALUE, 1))
                .singleElement()
                .satisfies(entry -> assertThat(entry.text()).contains("call-3", "\"leftOut\":1"));
    }

    @Test
    void servers_haveTheSameKeys() {
        byte[] made = new PostgresServerKeys(source()).get("some");

        assertThat(new PostgresServerKeys(source()).get("some")).isEqualTo(made).hasSize(32);
        assertThat(new PostgresServerKeys(source()).get("other")).isNotEqualTo(made);
    }
}
