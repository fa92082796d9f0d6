package com.orchestrator.engine.persistence;

import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.persistence.sql.ReadSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database that loses acknowledged commits in a crash makes every promise of this engine void. */
final class SettingsCheck {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsCheck.class);

    private SettingsCheck() {}

    static void run(Connection connection, boolean allowUnsafe) throws SQLException {
        List<String> unsafe = ReadSettings.unsafe(connection);
        if (unsafe.isEmpty()) {
            return;
        }
        String message = "The database would lose acknowledged work in a crash: " + String.join(", ", unsafe)
                + ". Switch them on";
        if (!allowUnsafe) {
            throw new InvariantViolation(
                    message + ", or say orchestrator.datasource.allow-unsafe-settings=true if you do not mind");
        }
        LOG.warn("{}. Allowed by configuration.", message);
    }
}
