package com.orchestrator.engine.definition;

import java.util.Set;

/** Words of the format that this server does not carry out yet; refused, because ignoring them would break a promise. */
final class Unsupported {

    static final Set<String> KEYS = Set.of("secrets");

    private Unsupported() {}

    /** @return false when it is not one of those words */
    static boolean report(String key, String pointer, Faults faults) {
        if (!KEYS.contains(key)) {
            return false;
        }
        faults.error(pointer, FaultCode.NOT_SUPPORTED_YET, "'" + key + "' is not supported yet", null);
        return true;
    }
}
