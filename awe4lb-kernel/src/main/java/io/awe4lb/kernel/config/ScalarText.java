package io.awe4lb.kernel.config;

import io.awe4lb.spi.OptionType;
import io.awe4lb.spi.OptionType.ChoiceType;
import java.time.Duration;
import java.util.List;

/** Turns the text of a scalar into the value of a type. It does not matter whether it was quoted. */
final class ScalarText {

    private ScalarText() {}

    /** The value; a type that has no scalar form is refused with what it takes instead. */
    static Object parse(OptionType<?> type, String text) throws Refused {
        return switch (type) {
            case OptionType.TextType _ -> text;
            case OptionType.FlagType _ -> flag(text);
            case OptionType.NumberType(var min, var max) -> NumberText.number(text, min, max);
            case OptionType.DurationType duration -> duration(duration, text);
            case OptionType.SizeType(var min, var max) -> NumberText.size(text, min, max);
            case ChoiceType<?>(var choices) -> choice(choices, text);
            case OptionType.AddressType _ -> AddressText.parse(text);
            case OptionType.SecretType _, OptionType.ListType<?> _, OptionType.MapType<?> _, OptionType.BackendType _ ->
                    throw new Refused(Code.WRONG_TYPE, "expected " + Words.of(type) + ", found " + Quoted.of(text));
        };
    }

    private static Boolean flag(String text) throws Refused {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Refused(Code.WRONG_TYPE, "expected true or false, found " + Quoted.of(text));
        };
    }

    private static Duration duration(OptionType.DurationType type, String text) throws Refused {
        if (text.equals("off")) {
            if (type.offAllowed()) {
                return Duration.ZERO;
            }
            throw new Refused(Code.OUT_OF_RANGE, "this cannot be off: write " + Words.of(type));
        }
        Duration duration = DurationText.parse(text);
        if (duration.compareTo(type.min()) < 0 || duration.compareTo(type.max()) > 0) {
            throw new Refused(Code.OUT_OF_RANGE, text + " is out of range: write " + Words.of(type));
        }
        return duration;
    }

    private static Enum<?> choice(List<? extends Enum<?>> choices, String text) throws Refused {
        for (Enum<?> choice : choices) {
            if (ChoiceType.word(choice).equals(text)) {
                return choice;
            }
        }
        List<String> words = choices.stream().map(ChoiceType::word).toList();
        throw new Refused(Code.WRONG_TYPE, "expected " + Words.choices(words) + ", found " + Quoted.of(text) + Suggestion.of(text, words));
    }
}
