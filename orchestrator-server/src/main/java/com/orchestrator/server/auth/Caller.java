package com.orchestrator.server.auth;

import java.security.Principal;
import java.util.Set;

/** Who is asking. The name goes into the history of a run; it is never taken from a body. */
public record Caller(String name, Set<Role> roles) implements Principal {

    /** Stands for everybody when authentication is switched off. */
    static final Caller ANONYMOUS = new Caller("anonymous", Set.of(Role.ADMIN));

    public Caller {
        roles = Set.copyOf(roles);
    }

    @Override
    public String getName() {
        return name;
    }

    boolean may(Role wanted) {
        return roles.stream().anyMatch(role -> role.covers(wanted));
    }
}
