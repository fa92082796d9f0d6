package com.orchestrator.server.tokens;

import java.time.InstantSource;

class MemoryTokenStoreTest implements TokenStoreContract {

    @Override
    public TokenStore store() {
        return new MemoryTokenStore(InstantSource.system());
    }
}
