package io.awe4lb.kernel.config;

import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.OptionType.ChoiceType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Types in words, for messages and for the reference. */
final class Words {

    private static final int MOST_WORDS = 10;
    private static final String SECRET = "a text, {file: PATH} or {env: NAME}";

    private Words() {}

    static String of(OptionType<?> type) {
        return switch (type) {
            case OptionType.TextType _ -> "a text";
            case OptionType.SecretType _ -> SECRET;
            case OptionType.FlagType _ -> "true or false";
            case OptionType.NumberType(var min, var max) -> "a whole number " + NumberText.range(min, max);
            case OptionType.DurationType duration -> duration(duration);
            case OptionType.SizeType(var min, var max) ->
                    "a size from " + NumberText.formatSize(min) + " to " + NumberText.formatSize(max);
            case ChoiceType<?>(var choices) -> choices(choices.stream().map(ChoiceType::word).toList());
            case OptionType.ListType<?>(var element) -> "one or a list of: " + of(element);
            case OptionType.MapType<?>(var value, var keys) ->
                    "a map of %s to: %s".formatted(keys.isEmpty() ? "names" : String.join(", ", keys), of(value));
            case OptionType.AddressType _ -> "host:port or unix:/path";
            case OptionType.BackendType _ -> "host:port, unix:/path, * or " + of(PoolKeys.BACKEND);
        };
    }

    static String of(Shape<?> shape) {
        return switch (shape) {
            case Shape.Value<?>(var type) -> of(type);
            case Shape.Id _ -> "a name of 1 to 64 letters, digits, '.', '_' or '-', the first one a letter, digit or '_'";
            case Shape.PoolReference _ -> "the id of a pool";
            case Shape.IssuerReference _ -> "the id of an issuer";
            case Shape.BindAddress _ -> "host:port, :port or unix:/path";
            case Shape.BackendAddress _ -> "host:port, unix:/path or *";
            case Shape.IpAddress _ -> "an IP address without a port";
            case Shape.NetworkAddress _ -> "an IP address or a network, for example 10.0.0.0/8";
            case Shape.ServerNames _ -> ServerNameText.WORDS;
            case Shape.InterfaceName _ -> "the name of a network interface";
            case Shape.Text _ -> "a text";
            case Shape.HostName _ -> "a host name without a port";
            case Shape.FilePath _ -> "the path of a file";
            case Shape.AdminAddress _ -> "host:port or :port";
            case Shape.ServerAddress _ -> "host:port";
            case Shape.TlsVersion _ -> TlsVersionText.WORDS;
            case Shape.LogLevel _ -> AccessLogLevelText.WORDS;
            case Shape.Access _ -> AccessText.WORDS;
            case Shape.ConnectionRate _ -> RateText.WORDS;
            case Shape.Bandwidth _ -> RateText.BYTES_WORDS;
            case Shape.LimitAction _ -> OnLimitText.WORDS;
            case Shape.Removal _ -> RemoveText.WORDS;
            case Shape.SecretText _ -> SECRET;
            case Shape.Several<?>(var element, _) -> "one or a list of: " + of(element);
            case Shape.OrWord<?>(var word, _, var other) -> word + ", or " + of(other);
            case Shape.Section<?> section -> "a map of " + names(section.keys());
            case Shape.ById<?> _ -> "a map by id";
            case Shape.Plugin<?, ?>(var kind, _, _, _) -> "the type of a " + kind.word() + ", or a map of type and its options";
            case Shape.OneOption<?, ?>(_, var type, var option) -> "the " + option + " of the type " + type;
        };
    }

    static String choices(List<String> words) {
        return switch (words.size()) {
            case 1 -> words.getFirst();
            case 2 -> words.getFirst() + " or " + words.getLast();
            default -> "one of " + String.join(", ", words);
        };
    }

    /** Some of many words, for a message of bearable length. */
    static String some(Collection<String> words) {
        String first = words.stream().limit(MOST_WORDS).collect(Collectors.joining(", "));
        return words.size() > MOST_WORDS ? first + " and " + (words.size() - MOST_WORDS) + " more" : first;
    }

    static String names(Collection<Key<?>> keys) {
        return keys.stream().map(Key::name).collect(Collectors.joining(", "));
    }

    /** A default as a user would write it: zero is {@code off} where that is a word. */
    static Object byDefault(Shape<?> shape, Object value) {
        boolean isOff = Duration.ZERO.equals(value) && shape instanceof Shape.Value<?>(OptionType.DurationType type) && type.offAllowed();
        return isOff ? "off" : value;
    }

    private static String duration(OptionType.DurationType type) {
        String range = "a duration from " + DurationText.format(type.min()) + " to " + DurationText.format(type.max());
        return type.offAllowed() ? range + ", or off" : range;
    }
}
