package com.orchestrator.worker.effects;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The contract on a database in memory. */
@Timeout(300)
class H2EffectsTest implements OnceContract, UndoContract, FaultContract, UpkeepContract {

    private static LedgerDatabase ledger;

    @BeforeAll
    static void open() throws SQLException {
        ledger = LedgerDatabase.h2();
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
}
