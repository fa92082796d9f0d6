package com.orchestrator.engine.persistence;

import com.orchestrator.engine.decision.Gate;
import com.orchestrator.engine.persistence.sql.LockGates;
import com.orchestrator.engine.persistence.sql.ReadGates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Who holds names and who waits for them, out of their rows. */
final class GateReading {

    private GateReading() {}

    /** Locked until the transaction ends, then read. */
    static Map<String, Gate> locked(Connection connection, Collection<String> names) throws SQLException {
        Map<String, Long> fences = LockGates.run(connection, names);
        Map<String, Gate> gates = new HashMap<>();
        ReadGates.run(connection, names)
                .forEach(row -> gates.put(
                        row.name(),
                        new Gate(
                                Objects.requireNonNull(fences.get(row.name())),
                                row.used(),
                                row.holders(),
                                row.line())));
        return gates;
    }
}
