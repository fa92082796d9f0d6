package com.orchestrator.connectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.connectors.Connector.Direction;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The connectors of this process, by their types. */
public final class Connectors {

    private final Map<String, Connector> byType = new TreeMap<>();
    private final Workroom workroom;

    private Connectors(Workroom workroom, Iterable<Connector> all) {
        this.workroom = workroom;
        all.forEach(one -> byType.put(one.type(), one));
    }

    /** Those on the class path. */
    public static Connectors installed(Workroom workroom) {
        return new Connectors(workroom, ServiceLoader.load(Connector.class));
    }

    /**
     * @throws ConnectorException {@code CONFIG_INVALID} with every fault, {@code PATH_NOT_ALLOWED}, {@code UNKNOWN_CONNECTOR}
     */
    public Source source(String type, ObjectNode config) {
        Connector connector = find(type);
        return connector.source(checked(connector, Direction.OUT_OF, config));
    }

    /**
     * @throws ConnectorException as {@link #source}
     */
    public Target target(String type, ObjectNode config) {
        Connector connector = find(type);
        return connector.target(checked(connector, Direction.INTO, config));
    }

    /**
     * Connects to a place.
     *
     * @return what answers there, in words
     * @throws ConnectorException as {@link #source}; also if nothing answers
     */
    public String check(String type, ObjectNode connection) {
        Connector connector = find(type);
        connector.connection().ifPresent(spec -> spec.require(connection));
        return connector.check(new ConnectorConfig(connection, workroom));
    }

    public Iterable<Connector> all() {
        return byType.values();
    }

    private Connector find(String type) {
        Connector connector = byType.get(type);
        if (connector == null) {
            throw new ConnectorException(
                    "UNKNOWN_CONNECTOR",
                    "There is no connector '" + type + "'; there are " + String.join(", ", byType.keySet()));
        }
        return connector;
    }

    private ConnectorConfig checked(Connector connector, Direction direction, ObjectNode config) {
        ConfigSpec spec = connector.spec(direction);
        spec.require(config);
        return new ConnectorConfig(config, workroom);
    }
}
