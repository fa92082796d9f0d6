package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML with the place of every value. Scalars are typed as in YAML 1.2's core schema, so {@code on} and {@code yes} stay
 * text; tags are refused; aliases are expanded up to the size any document may have.
 */
final class YamlSource {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUES = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSES = Set.of("false", "False", "FALSE");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][-+]?[0-9]++)?");
    private static final Resolver RESOLVER = new Resolver();

    private final Places places = new Places();

    private YamlSource() {}

    static SourceDocument read(String text) {
        try {
            Node root = new Yaml(new SafeConstructor(options())).compose(new StringReader(text));
            if (root == null) {
                throw SourceReader.malformed("The document is empty", Position.UNKNOWN);
            }
            YamlSource source = new YamlSource();
            return new SourceDocument(source.value(root, "", 0), source.places.positions());
        } catch (MarkedYAMLException broken) {
            throw SourceReader.malformed(broken.getProblem(), position(broken.getProblemMark()));
        } catch (YAMLException broken) {
            throw SourceReader.malformed(String.valueOf(broken.getMessage()), Position.UNKNOWN);
        }
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(SourceReader.DEPTH_MAX);
        options.setMaxAliasesForCollections(50);
        options.setAllowRecursiveKeys(false);
        return options;
    }

    private static Position position(Mark mark) {
        return mark == null ? Position.UNKNOWN : new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private JsonNode value(Node node, String pointer, int depth) {
        places.value(pointer, position(node.getStartMark()));
        if (depth > SourceReader.DEPTH_MAX) {
            throw SourceReader.malformed("The document is nested too deeply", position(node.getStartMark()));
        }
        checkTag(node);
        if (node instanceof MappingNode mapping) {
            return object(mapping, pointer, depth);
        } else if (node instanceof SequenceNode sequence) {
            return array(sequence, pointer, depth);
        }
        String text = ((ScalarNode) node).getValue();
        SourceReader.checkText(text, position(node.getStartMark()));
        places.text(text, position(node.getStartMark()));
        return scalar((ScalarNode) node);
    }

    /** A tag that was written is one that differs from what its value stands for anyway. */
    private static void checkTag(Node node) {
        Tag own = RESOLVER.resolve(
                node.getNodeId(),
                node instanceof ScalarNode scalar ? scalar.getValue() : "",
                node instanceof ScalarNode scalar && scalar.isPlain());
        if (!node.getTag().equals(own)) {
            throw SourceReader.malformed(
                    "Tags such as " + node.getTag() + " are not supported", position(node.getStartMark()));
        }
    }

    private ObjectNode object(MappingNode mapping, String pointer, int depth) {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            Position at = position(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw SourceReader.malformed("A key must be text", at);
            }
            if (key.getTag().equals(Tag.MERGE)) {
                throw SourceReader.malformed("Merge keys are not supported; write the fields out", at);
            }
            SourceReader.checkText(key.getValue(), at);
            String field = SourceDocument.child(pointer, key.getValue());
            places.field(field, at);
            if (object.has(key.getValue())) {
                throw SourceReader.malformed("Key '" + key.getValue() + "' appears twice", at);
            }
            object.set(key.getValue(), value(tuple.getValueNode(), field, depth + 1));
        }
        return object;
    }

    private ArrayNode array(SequenceNode sequence, String pointer, int depth) {
        ArrayNode array = NODES.arrayNode();
        for (Node element : sequence.getValue()) {
            array.add(value(element, pointer + "/" + array.size(), depth + 1));
        }
        return array;
    }

    private static JsonNode scalar(ScalarNode node) {
        String text = node.getValue();
        if (!node.isPlain()) {
            return NODES.textNode(text);
        } else if (NULLS.contains(text)) {
            return NODES.nullNode();
        } else if (TRUES.contains(text)) {
            return NODES.booleanNode(true);
        } else if (FALSES.contains(text)) {
            return NODES.booleanNode(false);
        } else if (NUMBER.matcher(text).matches()) {
            return SourceReader.number(text, position(node.getStartMark()));
        }
        return NODES.textNode(text);
    }
}
