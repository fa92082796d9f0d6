package com.orchestrator.worker.effects;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The contract on a database in memory. */
@Timeout(300)
class H2EffectsTest implements OnceContract, UndoContract, FaultContract, RaceContract, UpkeepContract {

    /** H2 has no queue for a key that is not committed yet: it tries again and again, and looks busy to others. */
    private static final String SESSIONS_WAITING = "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS"
            + " WHERE SESSION_ID <> SESSION_ID() AND EXECUTING_STATEMENT IS NOT NULL"
            + " AND DATEDIFF(MILLISECOND, EXECUTING_STATEMENT_START, CURRENT_TIMESTAMP) > 20";

    private static LedgerDatabase ledger;

    @BeforeAll
    static void open() throws SQLException {
        ledger = new LedgerDatabase(
                "jdbc:h2:mem:effects;LOCK_TIMEOUT=60000",
                "sa",
                "",
                SESSIONS_WAITING);
    }

    @AfterAll
    static void close() throws SQLException {
        ledger.close();
    }

    @BeforeEach
    void clear() throws SQLException {
        ledger.clear();
    }

    @Override
    public LedgerDatabase ledger() {
        return ledger;
    }

    @Override
    public int seeds() {
        return 30;
    }
}
