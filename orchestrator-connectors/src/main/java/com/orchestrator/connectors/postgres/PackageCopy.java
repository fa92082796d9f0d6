package com.orchestrator.connectors.postgres;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.PackageLines;
import com.orchestrator.connectors.pack.Sql;
import com.orchestrator.connectors.type.Column;
import com.orchestrator.connectors.type.ColumnType.Kind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Sends a package by COPY, in its text form: there a backslash before every special character leaves none with a meaning, which CSV does
 * not manage (a line {@code \.} ends it).
 */
final class PackageCopy {

    private final PGConnection postgres;
    private final String copy;

    PackageCopy(PGConnection postgres, String copy) {
        this.postgres = postgres;
        this.copy = copy;
    }

    /** How many rows the server has counted. */
    long send(LoadPackage pack, Workroom workroom) throws SQLException {
        CopyIn into = postgres.getCopyAPI().copyIn(copy);
        try {
            PackageLines.send(pack, workroom, line(pack), piece -> into.writeToCopy(piece, 0, piece.length));
            return into.endCopy();
        } catch (IOException e) {
            throw new ConnectorException("IO_FAILED", "The load package cannot be read: " + e.getMessage(), e);
        } finally {
            // While a copy is open, any other statement on the connection waits for ever, the rollback too.
            if (into.isActive()) {
                into.cancelCopy();
            }
        }
    }

    private static String line(LoadPackage pack) {
        return pack.manifest().columns().stream().map(PackageCopy::cell).collect(Collectors.joining(" || chr(9) || "))
                + " || chr(10)";
    }

    private static String cell(Column column) {
        String name = Sql.name(column.name());
        boolean isText = column.type().kind() == Kind.TEXT || column.type().kind() == Kind.JSON;
        return "coalesce(" + (isText ? escaped(name) : name + "::VARCHAR") + ", '\\N')";
    }

    private static String escaped(String name) {
        return "replace(replace(replace(replace(" + name
                + ", '\\', '\\\\'), chr(9), '\\t'), chr(10), '\\n'), chr(13), '\\r')";
    }
}
