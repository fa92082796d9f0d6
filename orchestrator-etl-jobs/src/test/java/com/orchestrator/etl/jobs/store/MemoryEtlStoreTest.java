package com.orchestrator.etl.jobs.store;

import java.time.Instant;
import java.time.InstantSource;

class MemoryEtlStoreTest extends EtlStoreContract {

    @Override
    EtlStore open() {
        return new MemoryEtlStore(InstantSource.fixed(Instant.EPOCH));
    }
}
