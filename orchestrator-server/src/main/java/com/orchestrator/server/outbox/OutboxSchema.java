package com.orchestrator.server.outbox;

import com.orchestrator.outbox.relay.Outbox;
import com.orchestrator.server.auth.Caller;
import com.orchestrator.server.auth.Grant;
import com.orchestrator.server.auth.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A schema with an outbox.
 *
 * @param namespace the only one that its messages may be about; any when empty
 */
public record OutboxSchema(String name, Optional<String> namespace) {

    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

    /**
     * Reads {@code shop} and {@code shop:orders}. A schema is written as in SQL without quotes.
     *
     * @throws IllegalArgumentException when an entry is neither, or names a schema again
     */
    public static List<OutboxSchema> parse(List<String> entries) {
        Set<String> names = new HashSet<>();
        List<OutboxSchema> schemas = entries.stream().map(OutboxSchema::parse).toList();
        for (OutboxSchema schema : schemas) {
            if (!names.add(schema.name())) {
                throw new IllegalArgumentException("the schema '" + schema.name() + "' is named twice");
            }
        }
        return schemas;
    }

    private static OutboxSchema parse(String entry) {
        int colon = entry.indexOf(':');
        String name = Outbox.checked((colon < 0 ? entry : entry.substring(0, colon)).strip())
                .toLowerCase(Locale.ROOT);
        Optional<String> namespace = colon < 0
                ? Optional.empty()
                : Optional.of(entry.substring(colon + 1).strip());
        if (namespace.isPresent() && !NAMESPACE.matcher(namespace.get()).matches()) {
            throw new IllegalArgumentException("'" + entry + "' names no namespace; expected for example shop:orders");
        }
        return new OutboxSchema(name, namespace);
    }

    /** As whom its messages start and signal: in histories, and where quotas name somebody. No token is called so. */
    Caller caller() {
        Grant grant =
                namespace.map(bound -> Grant.in(Set.of(bound), Role.OPERATOR)).orElse(Grant.everywhere(Role.OPERATOR));
        return new Caller("outbox/" + name, Set.of(grant));
    }
}
