package com.orchestrator.worker.effects;

import static com.orchestrator.worker.effects.EffectsUnderTest.failureOf;
import static com.orchestrator.worker.effects.EffectsUnderTest.forward;
import static com.orchestrator.worker.effects.EffectsUnderTest.release;
import static com.orchestrator.worker.effects.EffectsUnderTest.reserve;
import static com.orchestrator.worker.effects.EffectsUnderTest.undoOfCertain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.worker.TaskFailure;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A database that fails at the worst moments. */
interface FaultContract extends EffectsUnderTest {

    String CONNECTION_FAILURE = "08006";
    String SERIALIZATION_FAILURE = "40001";
    String COMPLETION_UNKNOWN = "40003";

    private static ConnectionScript failBefore(String fatal, String sqlState) {
        return new ConnectionScript() {
            @Override
            public void before(Connection connection, String call) throws SQLException {
                if (call.equals(fatal)) {
                    throw new SQLException("as scripted", sqlState);
                }
            }
        };
    }

    private static ConnectionScript failAfter(String fatal, String sqlState) {
        return new ConnectionScript() {
            @Override
            public void after(Connection connection, String call) throws SQLException {
                if (call.equals(fatal)) {
                    throw new SQLException("as scripted", sqlState);
                }
            }
        };
    }

    @Test
    default void commitThatHappened_thoughNobodyKnew_isFoundByTheRedelivery() throws Exception {
        TaskFailure failure = failureOf(() -> reserve(effects(failAfter("commit", CONNECTION_FAILURE)), KEY, "r-1"));

        assertThat(failure.code()).isEqualTo(EffectFailures.COMMIT_UNKNOWN);
        assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(reserve(effects(), KEY, "r-2").id()).isEqualTo("r-1");
        assertThat(ledger().entries()).containsExactly("reserve r-1");
    }

    @Test
    default void commitThatDidNotHappen_isMadeUpForByTheRedelivery() throws Exception {
        TaskFailure failure = failureOf(() -> reserve(effects(failBefore("commit", COMPLETION_UNKNOWN)), KEY, "r-1"));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(reserve(effects(), KEY, "r-2").id()).isEqualTo("r-2");
        assertThat(ledger().entries()).containsExactly("reserve r-2");
    }

    @Test
    default void commitThatTheDatabaseRefused_isNoUnknownOutcome() throws Exception {
        TaskFailure failure =
                failureOf(() -> reserve(effects(failBefore("commit", SERIALIZATION_FAILURE)), KEY, "r-1"));

        assertThat(failure.code()).isEqualTo(EffectFailures.COMMIT_REFUSED);
        assertThat(failure.kind()).isEqualTo(FailureKind.RETRYABLE);
        assertThat(reserve(effects(), KEY, "r-2").id()).isEqualTo("r-2");
    }

    @Test
    default void undoWhoseCommitIsUnknown_isDoneOnce() throws Exception {
        reserve(effects(), KEY, "r-1");

        for (ConnectionScript fault :
                List.of(failBefore("commit", CONNECTION_FAILURE), failAfter("commit", CONNECTION_FAILURE))) {
            TaskFailure failure = failureOf(() -> release(effects(fault), undoOfCertain(UNDO_KEY)));
            assertThat(failure.code()).isEqualTo(EffectFailures.COMMIT_UNKNOWN);
        }
        assertThat(release(effects(), undoOfCertain(UNDO_KEY))).isEqualTo(UndoOutcome.UNDONE);

        assertThat(ledger().entries()).containsExactly("release r-1", "reserve r-1");
    }

    /** Switching auto-commit back on would make durable what could not be rolled back. */
    @Test
    default void rollbackThatFails_commitsNothing() throws Exception {
        IOException broken = new IOException("no answer");

        assertThatThrownBy(() -> effects(failBefore("rollback", CONNECTION_FAILURE))
                        .once(forward(KEY), connection -> {
                            LedgerDatabase.enter(connection, "reserve half");
                            throw broken;
                        }))
                .isSameAs(broken)
                .hasSuppressedException(new SQLException("as scripted", CONNECTION_FAILURE));

        assertThat(reserve(effects(), KEY, "r-2").id()).isEqualTo("r-2");
        assertThat(ledger().entries()).containsExactly("reserve r-2");
    }

    @Test
    default void connectionThatCannotBeGivenBack_changesNoReport() throws Exception {
        assertThat(reserve(effects(failAfter("close", CONNECTION_FAILURE)), KEY, "r-1")
                        .id())
                .isEqualTo("r-1");
    }

    @Test
    default void connection_isGivenBackAsItCame() throws Exception {
        List<Boolean> autoCommits = new ArrayList<>();
        ConnectionScript script = new ConnectionScript() {
            @Override
            public void before(Connection connection, String call) throws SQLException {
                if (call.equals("close")) {
                    autoCommits.add(connection.getAutoCommit());
                }
            }
        };

        reserve(effects(script), KEY, "r-1");
        reserve(effects(script), KEY, "r-2");

        assertThat(autoCommits).containsExactly(true, true, true);
    }

    @Test
    default void databaseThatCannotBeUsed_isTriedAgain() {
        for (Effects broken : List.of(
                effects(failBefore("setAutoCommit", CONNECTION_FAILURE)),
                effects(failBefore("prepareStatement", CONNECTION_FAILURE)),
                Effects.on(ledger().dataSource(), "no_such_table"))) {
            TaskFailure failure = failureOf(() -> reserve(broken, KEY, "r-1"));
            assertThat(failure.code()).isEqualTo(EffectFailures.EFFECTS_UNAVAILABLE);
            assertThat(failure.kind()).isEqualTo(FailureKind.RETRYABLE);
        }
        assertThat(ledger().entries()).isEmpty();
    }
}
