package com.orchestrator.worker.effects;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on a database in memory. */
@Timeout(300)
class H2EffectsTest implements OnceContract, UndoContract, FaultContract, UpkeepContract {

    @RegisterExtension
    private static final LedgerDatabase LEDGER = LedgerDatabase.h2();

    @Override
    public LedgerDatabase ledger() {
        return LEDGER;
    }
}
