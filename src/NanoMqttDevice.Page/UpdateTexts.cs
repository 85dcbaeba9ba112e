namespace NanoMqttDevice.Page;

/// <summary>The devices' words for why an update failed, explained.</summary>
public static class UpdateTexts
{
    /// <summary>Explains a word.</summary>
    /// <param name="cause">The device's word, as <c>self-test</c>; empty for none.</param>
    /// <returns>The word and what it means.</returns>
    public static string Explain(string cause)
    {
        var meaning = cause switch
        {
            "form" => "the package is damaged, or of a form that this firmware does not know",
            "no-key" => "no update key is set in the device: 'provision --update-key'",
            "product" => "it is for another product",
            "not-newer" => "the device runs a higher release, or this one",
            "board" => "it is for other boards",
            "library" => "it was compiled against a library of another version than the device has",
            "core" => "it was compiled against another Core than the device has",
            "too-large" => "it is larger than a slot of the device",
            "flash-full" => "the device's flash has no room for it",
            "signature" => "the device's update key has not signed it",
            "digest" => "what is in the device's flash is not what was signed",
            "flash-failed" => "the device could not write its flash",
            "load" => "the product could not be loaded, or its constructor threw; the one before it runs again",
            "heap" => "the heap that the product needs is not free in the device",
            "crash" => "the device started anew again and again with it; the one before it runs again",
            "exception" => "the product threw while it was on trial; the one before it runs again",
            "self-test" => "the product's own test says that it does not work; the one before it runs again",
            "not-proved" => "the product did not get online within fifteen minutes; the one before it runs again",
            "needs-seal" => "the device wants a seal, and its secret is not known here",
            "bad-seal" => "the device's secret is another than the service's: was its credential registered anew?",
            "unknown-command" => "this firmware knows no updates",
            _ => "",
        };
        return meaning.Length > 0 ? $"{cause}: {meaning}" : cause;
    }
}
