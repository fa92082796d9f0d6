package com.orchestrator.engine.persistence;

import com.orchestrator.engine.store.StoreUnavailableException;
import java.time.Instant;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.HibernateException;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.hibernate.TransactionException;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;

/** Stateless sessions for what people read, and for rows that are changed one at a time. */
final class HibernateAccess implements AutoCloseable {

    private final SessionFactory sessions;

    HibernateAccess(DataSource dataSource) {
        Configuration configuration = new Configuration()
                .addAnnotatedClass(WorkflowDefinitionEntity.class)
                .addAnnotatedClass(WorkflowChangeEntity.class)
                .addAnnotatedClass(WorkflowInstanceEntity.class);
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource);
        configuration.setProperty(AvailableSettings.HBM2DDL_AUTO, "validate");
        configuration.setProperty(AvailableSettings.JDBC_TIME_ZONE, "UTC");
        configuration.setProperty("hibernate.connection.provider_disables_autocommit", "true");
        sessions = configuration.buildSessionFactory();
    }

    <T> T transaction(Function<StatelessSession, T> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            Transaction transaction = session.beginTransaction();
            try {
                T result = work.apply(session);
                transaction.commit();
                return result;
            } catch (RuntimeException failure) {
                rollback(transaction, failure);
                throw failure;
            }
        } catch (JDBCException failure) {
            if (JdbcAccess.isRefusal(failure.getSQLException())) {
                throw failure;
            }
            throw new StoreUnavailableException("The database did not answer", failure);
        } catch (TransactionException failure) {
            throw new StoreUnavailableException("The database did not answer", failure);
        }
    }

    private static void rollback(Transaction transaction, RuntimeException failure) {
        try {
            transaction.rollback();
        } catch (HibernateException second) {
            failure.addSuppressed(second);
        }
    }

    /** The database's clock, as decisions see it. */
    static Instant now(StatelessSession session) {
        return session.createNativeQuery("SELECT engine_now()", Instant.class).getSingleResult();
    }

    @Override
    public void close() {
        sessions.close();
    }
}
