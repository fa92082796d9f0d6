package com.orchestrator.worker.effects;

import static com.orchestrator.worker.effects.EffectsUnderTest.failureOf;
import static com.orchestrator.worker.effects.EffectsUnderTest.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.worker.TaskFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on PostgreSQL, whose transactions are broken for good after the first error. */
@Timeout(300)
class PostgresEffectsIT implements OnceContract, UndoContract, FaultContract, UpkeepContract {

    @RegisterExtension
    private static final LedgerDatabase LEDGER = LedgerDatabase.postgres();

    @Override
    public LedgerDatabase ledger() {
        return LEDGER;
    }

    @Test
    void connectionThatIsCutAtTheCommit_leavesAnUnknownOutcome_thatTheRedeliverySettles() throws Exception {
        ConnectionScript cut = new ConnectionScript() {
            @Override
            public void before(Connection connection, String call) throws SQLException {
                if (call.equals("commit")) {
                    LEDGER.execute("SELECT pg_terminate_backend(" + backend(connection) + ")");
                }
            }
        };

        TaskFailure failure = failureOf(() -> reserve(effects(cut), KEY, "r-1"));

        assertThat(failure.code()).isEqualTo(EffectFailures.COMMIT_UNKNOWN);
        assertThat(reserve(effects(), KEY, "r-2").id()).isEqualTo("r-2");
        assertThat(LEDGER.entries()).containsExactly("reserve r-2");
    }

    /** The work has swallowed the error, but the transaction is lost. */
    @Test
    void workThatHidesAFailedStatement_isNotRecorded() throws Exception {
        TaskFailure failure = failureOf(() -> effects().once(EffectsUnderTest.forward(KEY), connection -> {
            LedgerDatabase.enter(connection, "reserve");
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1/0");
            } catch (SQLException hidden) {
                assertThat(hidden.getMessage()).contains("division");
            }
        }));

        assertThat(failure.code()).isEqualTo(EffectFailures.EFFECTS_UNAVAILABLE);
        assertThat(LEDGER.entries()).isEmpty();
    }

    private static int backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
