package com.orchestrator.engine.store;

import java.util.Comparator;
import java.util.UUID;

/** Ids as the database orders them, byte by byte, which is not as {@link UUID#compareTo} does. */
public final class IdOrder {

    public static final Comparator<UUID> BY_BYTES = Comparator.<UUID, Long>comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    private IdOrder() {}
}
