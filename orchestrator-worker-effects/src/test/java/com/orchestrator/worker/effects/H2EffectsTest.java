package com.orchestrator.worker.effects;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The contract on a database in memory. */
@Timeout(300)
class H2EffectsTest implements OnceContract, UndoContract, FaultContract, RaceContract, UpkeepContract {

    private static LedgerDatabase ledger;

    @BeforeAll
    static void open() throws SQLException {
        ledger = new LedgerDatabase(
                "jdbc:h2:mem:effects;LOCK_TIMEOUT=60000",
                "sa",
                "",
                "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL");
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
        return 300;
    }
}
