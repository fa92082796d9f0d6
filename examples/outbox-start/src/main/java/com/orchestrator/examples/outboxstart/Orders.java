package com.orchestrator.examples.outboxstart;

import com.orchestrator.outbox.TransactionalStarter;
import com.orchestrator.outbox.relay.RunName;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** What the shop writes down. It knows a database, and no server. */
final class Orders {

    private static final String NAMESPACE = "outbox-start";
    private static final String WORKFLOW = "order";

    private final DataSource database;
    private final TransactionalStarter starter = TransactionalStarter.create();

    Orders(DataSource database) {
        this.database = database;
    }

    /** An order and the start of its run: both or none. The start comes first here, to show that this makes no difference. */
    void place(String id, BigDecimal total) throws SQLException {
        inTransaction(connection -> {
            starter.start(connection, NAMESPACE, WORKFLOW, id, Map.of("orderId", id, "total", total));
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO orders (id, total) VALUES (?, ?)")) {
                insert.setString(1, id);
                insert.setBigDecimal(2, total);
                insert.executeUpdate();
            }
        });
    }

    /** The same without Java: any language, a trigger, or a person in front of a prompt. */
    void placeInSql(String id, BigDecimal total) throws SQLException {
        inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("WITH placed AS (INSERT INTO orders (id, total)"
                    + " VALUES (?, ?) RETURNING id, total) SELECT orchestrator_start('outbox-start', 'order', id,"
                    + " jsonb_build_object('orderId', id, 'total', total)) FROM placed")) {
                insert.setString(1, id);
                insert.setBigDecimal(2, total);
                insert.execute();
            }
        });
    }

    /** A payment, and the message to the run that waits for it. */
    void pay(String id, String paymentId) throws SQLException {
        inTransaction(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO payments (id, order_id) VALUES (?, ?)")) {
                insert.setString(1, paymentId);
                insert.setString(2, id);
                insert.executeUpdate();
            }
            starter.signal(connection, new RunName(NAMESPACE, WORKFLOW, id), "paid", paymentId, Map.of());
        });
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    private interface Work {
        void in(Connection connection) throws SQLException;
    }

    private void inTransaction(Work work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                work.in(connection);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }
}
