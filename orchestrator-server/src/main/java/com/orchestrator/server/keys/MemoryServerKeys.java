package com.orchestrator.server.keys;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keys of a server that is alone, as long as it is up. */
public final class MemoryServerKeys implements ServerKeys {

    private final Map<String, byte[]> keys = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    @Override
    public byte[] get(String name) {
        return keys.computeIfAbsent(name, missing -> {
                    byte[] key = new byte[BYTES];
                    random.nextBytes(key);
                    return key;
                })
                .clone();
    }
}
