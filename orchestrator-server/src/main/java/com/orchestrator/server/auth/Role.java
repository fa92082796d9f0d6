package com.orchestrator.server.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a token may do. Every role may read; an admin may do everything. */
public enum Role {
    /** See runs, definitions and figures. */
    READER,
    /** Lease tasks and report on them. */
    WORKER,
    /** Register, start and steer. */
    OPERATOR,
    ADMIN;

    boolean covers(Role wanted) {
        return this == wanted || this == ADMIN || wanted == READER;
    }

    static Optional<Role> ofConfigName(String name) {
        return Arrays.stream(values())
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
