package com.orchestrator.engine.persistence.sql;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** Failures of statements that insert unless somebody else has. */
final class UniqueViolation {

    private UniqueViolation() {}

    /** @param key name of the constraint */
    static boolean of(SQLException failure, String key) {
        return failure instanceof PSQLException refused
                && refused.getServerErrorMessage() != null
                && key.equals(refused.getServerErrorMessage().getConstraint());
    }
}
